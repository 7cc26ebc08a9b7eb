/**
 * The page with the text between the two markers of a section replaced.
 * @throws when it has no such section
 */
export function replaceSection(content: string, name: string, text: string): string {
  const begin = `<!-- ${name}: measured, not written by hand -->`;
  const end = `<!-- ${name}: end -->`;
  const from = content.indexOf(begin);
  const to = content.indexOf(end);
  if (from === -1 || to < from) {
    throw new Error(`The page has no section ${name}`);
  }
  return `${content.slice(0, from)}${begin}\n\n${text.trim()}\n\n${content.slice(to)}`;
}

/** A Markdown table; Prettier puts its columns in line. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, index) => (index === 0 ? '---' : '---:'));
  return [head, rule, ...rows].map(line).join('\n');
}
