// Arrays, objects and texts that expressions make.

import type * as ESTree from 'estree';
import type { Run, Scope } from './frame.js';

type Element = ESTree.Expression | ESTree.SpreadElement;

export function literalsOf(value: (node: ESTree.Expression, scope: Scope) => Run) {
  function list(elements: readonly Element[], scope: Scope): Run<unknown[]> {
    if (!elements.some(({ type }) => type === 'SpreadElement')) {
      const all = elements.map(of => value(of as ESTree.Expression, scope));
      return (n, v) => all.map(run => run(n, v));
    }
    const parts = elements.map(of =>
      of.type === 'SpreadElement' ? (value(of.argument, scope) as Run<Iterable<unknown>>) : list([of], scope),
    );
    return (n, v) => parts.flatMap(part => [...part(n, v)]);
  }

  function record({ properties }: ESTree.ObjectExpression, scope: Scope): Run {
    const parts = properties.map((of): Run<[string, unknown][]> => {
      if (of.type === 'SpreadElement') {
        const all = value(of.argument, scope) as Run<object | undefined>;
        return (n, v) => Object.entries(all(n, v) ?? {});
      }
      const key = of.key as ESTree.Expression;
      const known = key.type === 'Identifier' ? key.name : (key as ESTree.Literal).value;
      const name = (of.computed ? value(key, scope) : () => known) as Run<string>;
      const run = value(of.value as ESTree.Expression, scope);
      return (n, v) => [[name(n, v), run(n, v)]];
    });
    return (n, v) => Object.fromEntries(parts.flatMap(part => part(n, v)));
  }

  function template({ quasis, expressions }: ESTree.TemplateLiteral, scope: Scope): Run {
    const texts = quasis.map(({ value }) => value.raw);
    const all = expressions.map(of => value(of, scope));
    return (n, v) => all.reduce((text, run, i) => `${text}${run(n, v)}${texts[i + 1]}`, texts[0]!);
  }

  return { list, record, template };
}
