// Text inside HTML and SVG.

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For the content of an element and for the value of an attribute. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, character => ENTITIES[character]!);
