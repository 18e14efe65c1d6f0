// A template imported with `?estree` gives its syntax tree, parsed when the package is built.
declare module '*?estree' {
  const program: () => import('estree').Program;
  export default program;
}
