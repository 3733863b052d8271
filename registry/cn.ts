/** Stands for the `cn` of `@/lib/utils` in every app with shadcn; theirs also lets the later of two conflicting classes win. */
export const cn = (...classes: (string | false | undefined)[]): string => classes.filter(Boolean).join(' ');
