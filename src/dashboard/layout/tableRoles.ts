/**
 * The roles of a table, for one that the stylesheet lays out as grids: some browsers take such a table for a heap of boxes
 * unless it says what it is.
 */
export const TABLE_ROLES = {
  table: { role: 'table' },
  group: { role: 'rowgroup' },
  row: { role: 'row' },
  columnHeader: { role: 'columnheader' },
  rowHeader: { role: 'rowheader' },
  cell: { role: 'cell' },
} as const;
