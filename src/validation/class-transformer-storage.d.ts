/**
 * Where class-transformer keeps what its decorators say. It has no public name; Nest imports it by this path too
 * (`@nestjs/mapped-types`).
 */
declare module 'class-transformer/cjs/storage.js' {
  import type { ClassConstructor, TransformationType, TypeOptions } from 'class-transformer';

  export interface TypeMetadata {
    readonly typeFunction: () => ClassConstructor<object>;
    readonly options: TypeOptions;
  }

  export const defaultMetadataStorage: {
    findTypeMetadata(target: ClassConstructor<object>, property: string): TypeMetadata | undefined;
    findTransformMetadatas(
      target: ClassConstructor<object>,
      property: string,
      transformation: TransformationType,
    ): readonly object[];
    getExposedMetadatas(target: ClassConstructor<object>): readonly object[];
    getExcludedMetadatas(target: ClassConstructor<object>): readonly object[];
  };
}
