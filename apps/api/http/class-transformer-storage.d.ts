/** What is used of class-transformer's storage of decorators, which has no types of its own at this address. */
declare module 'class-transformer/cjs/storage.js' {
  interface TypeMetadata {
    reflectedType: unknown;
    typeFunction?: (options: { newObject: object; object: object; property: string }) => unknown;
    options: {
      keepDiscriminatorProperty?: boolean;
      discriminator?: { property: string; subTypes: { name: string; value: new () => object }[] };
    };
  }
  export const defaultMetadataStorage: {
    findTypeMetadata(target: new () => object, property: string): TypeMetadata | undefined;
    findTransformMetadatas(target: new () => object, property: string, plainToClass: 0): unknown[];
    getStrategy(target: new () => object): 'none' | 'exposeAll' | 'excludeAll';
    getExposedProperties(target: new () => object, plainToClass: 0): string[];
    getExcludedProperties(target: new () => object, plainToClass: 0): string[];
  };
}
