/** A style sheet as a text: the bundler puts it into the script. */
declare module '*.css?inline' {
  const css: string;
  export default css;
}
