import { parseSync } from 'vite';

/** What an operator is exchanged for: the neighbour a slip of the finger, or of the mind, would give. */
const OPERATORS = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '**': ['*'],
  '&&': ['||'],
  '||': ['&&'],
  '+=': ['-='],
};
const CALLS = { 'Math.min': 'Math.max', 'Math.max': 'Math.min', 'Math.round': 'Math.floor' };

/** Every small mistake that could be made in a source text, as `{ start, end, text }`: types are left alone. */
export function mutantsOf(file, source) {
  const mutants = [];
  const cut = ({ start, end }) => source.slice(start, end);
  const replace = ({ start, end }, text) => {
    const line = source.slice(0, start).split('\n').length;
    mutants.push({ file, line, start, end, text, was: source.slice(start, end) });
  };

  /** Of `left operator right`, the operator alone. */
  const replaceOperator = ({ left, right, operator }) => {
    const start = left.end + source.slice(left.end, right.start).indexOf(operator);
    for (const other of OPERATORS[operator] ?? []) replace({ start, end: start + operator.length }, other);
  };

  const visitors = {
    BinaryExpression: replaceOperator,
    AssignmentExpression: replaceOperator,
    LogicalExpression: (node) => {
      replaceOperator(node);
      // A default that is never used, or always.
      if (node.operator === '??') [node.left, node.right].forEach((side) => replace(node, `(${cut(side)})`));
    },
    ConditionalExpression: ({ test }) => ['true', 'false'].forEach((text) => replace(test, text)),
    IfStatement: ({ test }) => ['true', 'false'].forEach((text) => replace(test, text)),
    UnaryExpression: (node) => {
      if (node.operator === '!') replace(node, cut(node.argument));
      if (node.operator === '-') replace(node, cut(node.argument));
    },
    Literal: (node) => {
      if (typeof node.value === 'number')
        replace(node, String(node.value === 0 ? 1 : node.value + Math.max(1, node.value / 10)));
      if (typeof node.value === 'boolean') replace(node, String(!node.value));
    },
    MemberExpression: (node) => {
      const other = CALLS[cut(node)];
      if (other) replace(node, other);
    },
    // An effect that is forgotten.
    SpreadElement: (node, parent) => {
      if (parent.type === 'ArrayExpression') replace(node, '...[]');
    },
    CallExpression: (node, parent) => {
      if (parent.type === 'ArrayExpression' && cut(node.callee) === 'record') replace(node, '...[]');
      if (cut(node.callee) === 'after') replace(node.arguments[0], '[]');
    },
    // A property that keeps its old value.
    Property: (node, parent) => {
      const [first] = parent.properties;
      if (parent.type === 'ObjectExpression' && first.type === 'SpreadElement' && node !== first) {
        replace(node, '...{}');
      }
    },
  };

  const walk = (node, parent) => {
    if (!node || typeof node.type !== 'string' || (node.type.startsWith('TS') && !('expression' in node))) return;
    visitors[node.type]?.(node, parent);
    for (const [key, value] of Object.entries(node)) {
      if (key === 'typeAnnotation' || key === 'returnType' || key === 'typeParameters' || key === 'typeArguments')
        continue;
      for (const child of Array.isArray(value) ? value : [value])
        if (child && typeof child === 'object') walk(child, node);
    }
  };
  walk(parseSync(file, source, { lang: 'ts' }).program, null);
  return mutants;
}
