/** Made of docs/manual by build/manual.ts. */
declare module 'virtual:manual/*' {
  const sections: import('./sections').Section[];
  export default sections;
}
