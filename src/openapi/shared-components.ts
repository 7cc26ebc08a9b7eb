import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEM_TYPE, type Response } from './operations.js';

type Components = NonNullable<OpenAPIObject['components']>;
type Headers = NonNullable<Components['headers']>;
type Examples = NonNullable<Components['examples']>;
type Content = NonNullable<Response['content']>;

/**
 * Headers and examples of problems, of which there is one each for very many responses: written once, they make the
 * document a quarter smaller. The first of a name is shared, another one of the same name stays where it is.
 */
export class SharedComponents {
  readonly headers: Headers = {};
  readonly examples: Examples = {};

  /** A response that refers to what it shares with others. */
  share(response: Response): Response {
    const { headers, content } = response;
    return {
      ...response,
      ...(headers === undefined ? {} : { headers: refer('headers', this.headers, headers) }),
      ...(content === undefined ? {} : { content: this.sharedContent(content) }),
    };
  }

  shareAll(responses: Readonly<Record<string, Response>>): Record<string, Response> {
    return Object.fromEntries(
      Object.entries(responses).map(([name, response]) => [name, this.share(response)]),
    );
  }

  private sharedContent(content: Content): Content {
    const problem = content[PROBLEM_TYPE];
    const examples = problem?.examples;
    return examples === undefined
      ? content
      : {
          ...content,
          [PROBLEM_TYPE]: { ...problem, examples: refer('examples', this.examples, examples) },
        };
  }
}

function refer<T extends object>(
  kind: 'headers' | 'examples',
  shared: Record<string, T>,
  members: Readonly<Record<string, T>>,
): Record<string, T | { $ref: string }> {
  return Object.fromEntries(
    Object.entries(members).map(([name, member]) => {
      const known = (shared[name] ??= member);
      const isSame = JSON.stringify(known) === JSON.stringify(member);
      return [name, isSame ? { $ref: `#/components/${kind}/${name}` } : member];
    }),
  );
}
