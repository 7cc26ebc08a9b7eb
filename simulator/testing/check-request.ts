import { createEngagementRules } from '../rules/create-engagement.rules.js';
import { type RuleSet } from '../rules/rule-set.js';
import { Violations } from '../rules/violation.js';
import { exampleRequest } from './example-request.js';

/** Where a customer project, a lead and its first interaction stand in the example. */
export const project = 'contexts[0].payload.customerProject';
export const lead = 'contexts[1].payload.lead';
export const interaction = `${lead}.interactions[0]`;

/** What is wrong with a request. */
export function check(request: unknown, rules: RuleSet = 'reference'): Violations {
  const found = new Violations();
  createEngagementRules[rules](request, '', found);
  return found;
}

/** What stands at a path of a request; an empty path is the request itself. */
export function memberAt(request: unknown, path: string): object {
  return reach(request, namesOf(path));
}

/** The example with one member changed; `undefined` leaves it out. */
export function changed(path: string, value: unknown): unknown {
  const request: unknown = exampleRequest();
  const names = namesOf(path);
  const last = names.pop() ?? '';
  Reflect.set(reach(request, names), last, value);
  return request;
}

/** What is wrong with the example once one member is changed. */
export function violationsOf(path: string, value: unknown, rules: RuleSet = 'reference') {
  return check(changed(path, value), rules).list.map(({ FieldName, Code }) => [FieldName, Code]);
}

function namesOf(path: string): string[] {
  const names = path.split(/[.[\]]+/).filter((name) => name !== '');
  return names.map((name) => name.charAt(0).toUpperCase() + name.slice(1));
}

function reach(request: unknown, names: readonly string[]): object {
  const found = names.reduce<unknown>((at, name) => Reflect.get(Object(at), name), request);
  return found instanceof Object ? found : {};
}
