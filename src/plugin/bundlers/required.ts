// What CommonJS is given of a module with one function: the function, which has itself as its default, as modules have theirs.

export const required = <Made extends object>(made: Made): Made => Object.assign(made, { default: made });
