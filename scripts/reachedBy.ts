/**
 * Leaves of a class those members that can be reached from some of them, by `this.member` or `Class.member`. For a file that
 * Prettier has indented by four: a member begins on a line of its own, right under the class.
 * @param roots members that are called from outside
 */
export function reachedBy(roots: readonly string[], source: string): string {
  const [, before = '', name = '', body = '', after = ''] =
    /^(.*\nexport default class (\w+) \{\n)(.*?)(\n\}.*)$/s.exec(source) ?? [];
  const members = body.split(/^(?= {4}[\w/])/m);
  const nameOf = (member: string): string =>
    /^ {4}(?:(?:public|private|readonly|static|get|set) )*(\w+)/.exec(member)?.[1] ?? '';
  const uses = new RegExp(`\\b(?:this|${name})\\.(\\w+)`, 'g');
  const reached = new Set(roots);
  // A set that grows while it is walked is walked to its end.
  for (const root of reached) {
    for (const member of members) {
      if (nameOf(member) === root) for (const [, used = ''] of member.matchAll(uses)) reached.add(used);
    }
  }
  return before + members.filter((member) => reached.has(nameOf(member))).join('') + after;
}
