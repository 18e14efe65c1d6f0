// Members of objects, as far as their names stand in the text.

import type * as acorn from 'acorn';

/** The name in `object.name` and `object['name']`; null where it is known at run time only. */
export function memberName({ property, computed }: acorn.MemberExpression): string | null {
  if (property.type === 'Identifier' && !computed) return property.name;
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : null;
}
