/** Turns light into dark and back, for as long as the page is open. Before the first time, the system decides. */
export function toggleTheme(): void {
  const { dataset } = document.documentElement;
  const isDark =
    (dataset['theme'] ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  dataset['theme'] = isDark ? 'light' : 'dark';
}
