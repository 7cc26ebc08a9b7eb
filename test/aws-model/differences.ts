import type { AwsModel, ListsOfValues, ProjectModel, RequestMember } from './aws-model.js';

/** In what AWS and this project differ, the way it is meant or not: a line each, for people. */
export function differencesOf(aws: AwsModel, project: ProjectModel): string[] {
  return [
    ...differencesOfMembers(aws.members, project.members),
    ...differencesOfLists(aws.lists, project.lists),
    ...differencesOfExceptions(aws.exceptions, project.exceptions),
    ...sensitiveButNotRedacted(aws.members, project),
  ];
}

function differencesOfMembers(aws: readonly RequestMember[], project: readonly RequestMember[]): string[] {
  return [
    ...outermost(without(aws, project)).map(
      (member) => `${member.path}: AWS has this ${said(member)}, the table does not`,
    ),
    ...outermost(without(project, aws)).map(
      (member) => `${member.path}: the table has this ${said(member)}, AWS does not`,
    ),
    ...aws.flatMap((member) => {
      const ours = project.find(({ path }) => path === member.path);
      return ours === undefined || said(ours) === said(member)
        ? []
        : [`${member.path}: ${said(member)} at AWS, ${said(ours)} in the table`];
    }),
  ];
}

/** Such as `required text of the list Industry`. */
function said({ kind, isRequired, listOfValues }: RequestMember): string {
  const values = listOfValues === undefined ? '' : ` of the list ${listOfValues}`;
  return `${isRequired ? 'required' : 'optional'} ${kind}${values}`;
}

const without = (members: readonly RequestMember[], others: readonly RequestMember[]) =>
  members.filter(({ path }) => !others.some((other) => other.path === path));

/** What is missing with all that is in it is told once. */
const outermost = (members: readonly RequestMember[]) =>
  members.filter(({ path }) => !members.some((other) => isWithin(path, other.path)));

const isWithin = (path: string, outer: string) =>
  path.startsWith(`${outer}.`) || path.startsWith(`${outer}[]`);

function differencesOfLists(aws: ListsOfValues, project: ListsOfValues): string[] {
  return [...project].flatMap(([name, ours]) => {
    const theirs = aws.get(name) ?? [];
    return [
      ...theirs
        .filter((value) => !ours.includes(value))
        .map((value) => `${name}: AWS has "${value}", the project does not`),
      ...ours
        .filter((value) => !theirs.includes(value))
        .map((value) => `${name}: the project has "${value}", AWS does not`),
    ];
  });
}

function differencesOfExceptions(aws: AwsModel['exceptions'], project: readonly string[]): string[] {
  return [
    ...Object.entries(aws).flatMap(([operation, exceptions]) =>
      exceptions
        .filter((exception) => !project.includes(exception))
        .map((exception) => `${operation}: AWS may answer ${exception}, which the project does not know`),
    ),
    ...project
      .filter((exception) => !aws.CreateEngagement.includes(exception))
      .map((exception) => `CreateEngagement: the project knows ${exception}, which AWS no longer answers`),
  ];
}

/** Of what both have; members that hold others have no value of their own. */
function sensitiveButNotRedacted(aws: AwsModel['members'], { members, isRedacted }: ProjectModel): string[] {
  const holders: readonly string[] = ['object', 'union', 'list'];
  return aws
    .filter(({ kind, isSensitive }) => isSensitive && !holders.includes(kind))
    .filter(({ path }) => members.some((ours) => ours.path === path) && !isRedacted(path))
    .map(({ path }) => `${path}: sensitive at AWS, not redacted by the project`);
}
