declare module 'virtual:prop-tables' {
  const propTables: Readonly<Record<string, import('./propTables.js').ComponentDocs>>;
  export default propTables;
}
