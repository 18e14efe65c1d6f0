// Numbers as JSON: what it cannot say becomes the strings "NaN", "Infinity", "-Infinity".

export function toJSON(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return Array.from(value as ArrayLike<unknown>, toJSON);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toJSON(inner)]));
  }
  return value;
}

export const printJSON = (value: unknown): string => `${JSON.stringify(toJSON(value), null, 2)}\n`;
