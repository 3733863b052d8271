/** The package's version, as the hello says it. A test holds it equal to package.json's. */
export const VERSION = '0.1.0';
