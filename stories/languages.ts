import { ar } from '../src/locales/ar.js';
import { de } from '../src/locales/de.js';
import { en } from '../src/locales/en.js';
import { es } from '../src/locales/es.js';
import { fr } from '../src/locales/fr.js';
import { ja } from '../src/locales/ja.js';
import { zh } from '../src/locales/zh.js';

/** Every language the package ships. */
export const languages = { en, de, fr, es, ja, zh, ar };
