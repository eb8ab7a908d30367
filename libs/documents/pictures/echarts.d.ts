/** The library in one file: loading its hundreds of modules took longer than drawing with them. */
declare module 'echarts/dist/echarts.esm.min.mjs' {
  export * from 'echarts';
}
