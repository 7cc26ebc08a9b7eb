import { describe, expect, it } from '@jest/globals';
import { findingsByField } from './findings-by-field.js';
import type { Finding } from './types.js';

const map = {
  title: '/title',
  company: '/contexts/0/customer/companyName',
  city: '/contexts/0/customer/address/city',
  name: ['/contexts/0/interactions/0/contact/firstName', '/contexts/0/interactions/0/contact/lastName'],
  email: '/contexts/0/interactions/0/contact/email',
};

const at = (pointer?: string): Finding => ({
  ...(pointer === undefined ? {} : { pointer }),
  code: 'REQUIRED_FIELD_MISSING',
  message: 'Is required to submit.',
});

/** The names of the fields at which a finding is shown. */
const fieldsOf = <Field extends string>(
  pointer: string,
  fieldMap: Readonly<Record<Field, string | readonly string[]>>,
) => Object.keys(findingsByField({ errors: [at(pointer)] }, fieldMap).fields);

describe('findingsByField', () => {
  it('finds the field of a pointer', () => {
    expect(fieldsOf('/contexts/0/interactions/0/contact/email', map)).toEqual(['email']);
  });

  it('knows a field that is made of several', () => {
    expect(fieldsOf('/contexts/0/interactions/0/contact/lastName', map)).toEqual(['name']);
  });

  it('shows what is wrong with a whole at each of its fields', () => {
    expect(fieldsOf('/contexts/0/customer', map)).toEqual(['company', 'city']);
    expect(fieldsOf('/contexts/0/interactions', map)).toEqual(['name', 'email']);
    expect(fieldsOf('/contexts', map)).toEqual(['company', 'city', 'name', 'email']);
    expect(fieldsOf('', map)).toEqual(Object.keys(map));
  });

  it('shows what is wrong with a part at the field that it is a part of', () => {
    const whole = { company: '/contexts/0/customer/companyName', customer: '/contexts/0/customer' };

    expect(fieldsOf('/contexts/0/customer/industry', whole)).toEqual(['customer']);
    expect(fieldsOf('/contexts/0/customer/companyName', whole)).toEqual(['company']);
    expect(fieldsOf('/contexts/0/customer', whole)).toEqual(['company', 'customer']);
  });

  it('takes a star for any place in a list, and for nothing else', () => {
    const starred = { email: '/contexts/*/interactions/*/contact/email', catalog: '/*/x' };

    expect(fieldsOf('/contexts/1/interactions/12/contact/email', starred)).toEqual(['email']);
    expect(fieldsOf('/contexts/1', starred)).toEqual(['email']);
    expect(fieldsOf('/catalog', starred)).toEqual([]);
  });

  it('compares whole steps, unescaped', () => {
    expect(fieldsOf('/titles', map)).toEqual([]);
    expect(fieldsOf('/contexts/00/customer/companyName', map)).toEqual([]);
    expect(fieldsOf('/a~1b/c~0d~01', { odd: '/a~1b/c~0d~01' })).toEqual(['odd']);
    expect(fieldsOf('/a~1b', { odd: '/a/b' })).toEqual([]);
  });

  it('keeps what concerns no field, in its order', () => {
    const errors = [at('/description'), at('/title'), at(), at('/contexts/1')];
    const { fields, others } = findingsByField({ errors }, map);

    expect(fields).toEqual({ title: [errors[1]] });
    expect(others).toEqual([errors[0], errors[2], errors[3]]);
  });

  it('tells of every finding of a field', () => {
    const errors = [at('/title'), { ...at('/title'), code: 'INVALID_STRING_FORMAT' as const }];

    expect(findingsByField({ errors }, map).fields).toEqual({ title: errors });
  });

  it('takes a problem without findings', () => {
    expect(findingsByField({}, map)).toEqual({ fields: {}, others: [] });
  });

  it('takes fields of any name', () => {
    const { fields } = findingsByField({ errors: [at('/title')] }, { constructor: '/title' });

    expect(Object.entries(fields)).toEqual([['constructor', [at('/title')]]]);
  });

  it('refuses a map without pointers at once', () => {
    expect(() => findingsByField({}, { email: 'contact.email' })).toThrow(/The field email/);
  });
});
