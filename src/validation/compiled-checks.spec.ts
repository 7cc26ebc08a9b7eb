import 'reflect-metadata';
import { type ClassConstructor, Exclude, Expose, plainToInstance, Transform, Type } from 'class-transformer';
import {
  Allow,
  IsDefined,
  IsIn,
  IsInt,
  IsOptional,
  Max,
  registerDecorator,
  ValidateIf,
  ValidateNested,
  validateSync,
} from 'class-validator';
import { describe, expect, it } from '@jest/globals';
import { checkedBy, StorableText } from './checked-by.js';
import { findingsOf } from './class-validator-findings.js';
import { compileChecks } from './compiled-checks.js';

const always = { always: true };

class Item {
  @StorableText() text?: unknown;
  @ValidateNested(always) @Type(() => Item) item?: Item;
}

class Named {
  @IsInt({ groups: ['strict'], context: { code: 'VALUE_OUT_OF_RANGE' } }) @StorableText() name?: unknown;
}

class Outer {
  @Max(3, { always: true, context: { code: 'VALUE_OUT_OF_RANGE' } })
  @IsIn([1, 2, 'x'], { always: true, message: '$property of $target: $value is none of $constraint1.' })
  @IsInt({ always: true, message: ({ value }) => `${String(value)} is no $property` })
  number?: unknown;

  @checkedBy('isKnown', {
    code: 'INVALID_ENUM_VALUE',
    passes: (value, siblings) => value === undefined || Reflect.get(siblings, 'number') === 1,
    message: (value) => `Not ${String(value)}.`,
    group: 'strict',
  })
  known?: unknown;

  @ValidateNested({
    always: true,
    message: 'What is in $property, $value?',
    context: { code: 'NOT_ENOUGH_VALUES' },
  })
  @Type(() => Item, {
    discriminator: { property: 'kind', subTypes: [{ name: 'named', value: Named }] },
    keepDiscriminatorProperty: true,
  })
  items?: unknown;
}

const strict = { made: ['strict'] };
const compiled = compileChecks(Outer, strict);

function check(plain: object) {
  const found = compiled(plain);
  return {
    always: found.filter(({ group }) => group === undefined).map(({ finding }) => finding),
    all: found.map(({ finding }) => finding),
  };
}

function byClassValidator(plain: object) {
  const found = (group: string) =>
    findingsOf(validateSync(plainToInstance(Outer, plain), { groups: [group] }));
  return { always: found('none'), all: found('strict') };
}

describe('compiled checks', () => {
  it.each([
    { number: 1 },
    {},
    { number: '$&', known: 1 },
    { number: 7.5, known: '$property' },
    { number: null, known: null, items: null },
    { number: 1, items: [] },
    { number: 1, items: 'none' },
    { number: 1, items: ['x', 0, false, { text: 'a\0' }, [{ text: '\0' }, 7, undefined]] },
    { number: 1, items: { text: '\0', item: { text: 'x', item: { text: '\0', item: 7 } } } },
    { number: 1, items: { kind: 'named', name: '\0' } },
    {
      number: 1,
      items: [{ kind: 'named', name: '\0' }, { kind: 'constructor' }, { kind: ['named'], text: '\0' }],
    },
    { number: 1, items: [[{ kind: 'named', text: '\0' }]] },
    JSON.parse('{"__proto__":{"number":1},"constructor":{"name":"x"},"hasOwnProperty":1}'),
    JSON.parse('{"number":1,"items":[{"__proto__":{"kind":"named"}},{"constructor":7,"text":"\\u0000"}]}'),
    Object.assign(Object.create(null), { number: 1, items: [Object.create(null)] }),
  ])('find what class-validator finds in %j', (plain: object) => {
    const { always, all } = check(plain);

    expect({ always, all }).toEqual(byClassValidator(plain));
  });

  it('tell each fault with its pointer and code, the checks of the group in their place', () => {
    expect(check({ number: 9, known: 'a', items: [{ text: '\0' }, 7] })).toEqual({
      always: [
        { pointer: '/number', code: 'INVALID_VALUE', message: 'number of Outer: 9 is none of 1, 2, x.' },
        { pointer: '/number', code: 'VALUE_OUT_OF_RANGE', message: 'number must not be greater than 3' },
        { pointer: '/items/0/text', code: 'INVALID_STRING_FORMAT', message: expect.any(String) },
        { pointer: '/items/1', code: 'NOT_ENOUGH_VALUES', message: 'What is in items, 7?' },
      ],
      all: expect.arrayContaining([{ pointer: '/known', code: 'INVALID_ENUM_VALUE', message: 'Not a.' }]),
    });
  });

  it('see nothing that an object only inherits', () => {
    const inherited: object = Object.create({ number: 9, items: [7] });

    expect(check(inherited)).toEqual(check({}));
  });
});

/** A class with a check that is always made, and one more property, decorated so. */
function classWith(...decorators: PropertyDecorator[]): ClassConstructor<object> {
  class Subject {
    @StorableText() text?: string;
    declare other?: unknown;
  }
  decorators.forEach((decorate) => {
    decorate(Subject.prototype, 'other');
  });
  return Subject;
}

const asynchronous: PropertyDecorator = (target, property) => {
  registerDecorator({
    name: 'isSlow',
    target: target.constructor,
    propertyName: String(property),
    async: true,
    options: always,
    validator: { validate: () => Promise.resolve(false) },
  });
};

const subTypes = { property: 'kind', subTypes: [{ name: 'named', value: Named }] };

describe('a class whose decorators can’t all be compiled is refused:', () => {
  it.each<[string, PropertyDecorator[]]>([
    ['optional', [IsOptional(always), IsInt(always)]],
    ['a condition', [ValidateIf(() => false, always), IsInt(always)]],
    ['a condition of one check', [IsInt({ always: true, validateIf: () => false })]],
    ['each value', [IsInt({ always: true, each: true })]],
    ['each nested value', [ValidateNested({ always: true, each: true }), Type(() => Item)]],
    ['defined', [IsDefined(always)]],
    ['allowed', [Allow(always)]],
    ['asynchronous', [asynchronous]],
    ['no group', [IsInt()]],
    ['another group', [IsInt({ groups: ['other'] })]],
    ['two groups', [IsInt({ groups: ['strict', 'other'] })]],
    ['nested in a group', [ValidateNested({ groups: ['strict'] }), Type(() => Item)]],
    ['nested without a type', [ValidateNested(always)]],
    ['a type without nested checks', [IsInt(always), Type(() => Number)]],
    ['a type by the value', [ValidateNested(always), Type((options) => (options?.object ? Item : Named))]],
    [
      'a discriminator that is taken away',
      [ValidateNested(always), Type(() => Item, { discriminator: subTypes })],
    ],
    ['nested without any checks', [ValidateNested(always), Type(() => Date)]],
    ['two checks of one name', [Max(3, always), Max(4, always)]],
    ['transformed', [IsInt(always), Transform(() => 7)]],
    ['exposed under another name', [IsInt(always), Expose({ name: 'another' })]],
    ['excluded', [IsInt(always), Exclude()]],
  ])('%s', (_, decorators) => {
    expect(() => compileChecks(classWith(...decorators), strict)).toThrow(TypeError);
  });

  it('without any check that is always made', () => {
    class Strict {
      @IsInt({ groups: ['strict'] }) number?: unknown;
    }
    expect(() => compileChecks(Strict, strict)).toThrow('Strict has no check that is always made');
  });

  it('with checks that it inherits', () => {
    class Heir extends Item {
      @StorableText() more?: string;
    }

    expect(() => compileChecks(Heir, strict)).toThrow('Heir inherits checks');
  });

  it('with defaults', () => {
    class Preset {
      @StorableText() text = 'x';
    }

    expect(() => compileChecks(Preset, strict)).toThrow('Preset has defaults');
  });

  it('with a property that class-validator can’t name', () => {
    expect(() => {
      class Odd {
        @StorableText() declare __proto__?: unknown;
      }
      compileChecks(Odd, strict);
    }).toThrow(TypeError);
  });
});

it('a class with one more plain check is not', () => {
  expect(compileChecks(classWith(IsInt(always)), strict)({ other: 'x' })).toHaveLength(1);
});

it('checks of a group that is knowingly left out are not made', () => {
  const type = classWith(IsInt({ groups: ['other'] }));

  expect(compileChecks(type, { made: ['other'] })({ other: 'x' })).toEqual([
    { finding: expect.objectContaining({ pointer: '/other' }), group: 'other' },
  ]);
  expect(compileChecks(type, { made: ['strict'], leftOut: ['other'] })({ other: 'x' })).toEqual([]);
});
