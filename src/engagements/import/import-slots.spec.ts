import { expect, it } from '@jest/globals';
import { ImportSlots } from './import-slots.js';

const refused = expect.objectContaining({ code: 'overloaded' });

it('lets two imports of a caller run, and four in all', () => {
  const slots = new ImportSlots();
  slots.take('crm');
  const end = slots.take('crm');

  expect(() => slots.take('crm')).toThrow(refused);
  slots.take('erp');
  const endOther = slots.take('erp');
  expect(() => slots.take('web')).toThrow(refused);

  endOther();
  slots.take('web');
  end();
  slots.take('crm');
});

it('takes a slot back once only', () => {
  const slots = new ImportSlots();
  slots.take('crm');
  const end = slots.take('crm');
  end();
  end();
  slots.take('crm');

  expect(() => slots.take('crm')).toThrow(refused);
});
