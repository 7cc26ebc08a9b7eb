import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { closedDocument } from './closed-document.js';

type Responses = NonNullable<OpenAPIObject['paths'][string]['get']>['responses'];
type Response = Exclude<NonNullable<Responses[string]>, { $ref: string }>;
type Header = NonNullable<Response['headers']>[string];

/** An answer of the API, as it is about to be sent. */
export interface SentAnswer {
  readonly method: string;
  /** As the document writes it, with its parameters in braces; undefined where no route has taken the request. */
  readonly path: string | undefined;
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** undefined: there is none, or it is not known. */
  readonly body: string | undefined;
}

/** What HTTP itself and browsers need, whatever is answered. */
const ofEveryAnswer =
  /^(?:content-(?:type|length|security-policy)|date|connection|keep-alive|transfer-encoding|cache-control|vary|access-control-.+|cross-origin-.+|referrer-policy|x-content-type-options|x-frame-options|x-permitted-cross-domain-policies|strict-transport-security)$/;

/** The form of ids and times that the API writes: narrower than what JSON Schema calls so. */
const formats = {
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/,
  email: /^[^@\s]+@[^@\s]+$/,
  date: /^\d{4}-\d\d-\d\d$/,
};

/** Compares answers with what the API's document says of them. */
export class DocumentedAnswers {
  private readonly ajv = new Ajv2020({
    strict: false,
    validateSchema: false,
    discriminator: true,
    allErrors: true,
    formats,
  });
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(private readonly document: OpenAPIObject) {
    this.ajv.addSchema(closedDocument(document), 'api');
  }

  /** @returns what the document does not say of an answer; nothing where it says all of it */
  faultsOf(answer: SentAnswer): string[] {
    const { method, path = '', status } = answer;
    const verb = method.toLowerCase() === 'head' ? 'get' : method.toLowerCase();
    const responses = this.responsesOf(path, verb);
    if (responses === undefined) {
      return this.isProblem(answer) ? this.bodyFaults(answer, '#/components/schemas/Problem') : [];
    }
    const [place, response] = this.responseOf(
      responses,
      status,
      `#/paths/${escaped(path)}/${verb}/responses`,
    );
    return response === undefined
      ? ['No such status is documented.']
      : [...this.headerFaults(response, answer), ...this.contentFaults(response, answer, place)];
  }

  /** Checks one piece of an answer, such as a line. */
  faultsOfSchema(name: string, value: unknown): string[] {
    return this.valueFaults(value, `#/components/schemas/${name}`);
  }

  private responsesOf(path: string, verb: string): Responses | undefined {
    const item = this.document.paths[path];
    switch (verb) {
      case 'get':
      case 'put':
      case 'post':
      case 'delete':
      case 'patch':
        return item?.[verb]?.responses;
      default:
        return undefined;
    }
  }

  /** With where it stands in the document. */
  private responseOf(responses: Responses, status: number, place: string): [string, Response | undefined] {
    const key = String(status) in responses ? String(status) : 'default';
    const response = responses[key];
    if (response === undefined || !('$ref' in response)) {
      return [`${place}/${key}`, response];
    }
    const found = this.document.components?.responses?.[response.$ref.split('/').at(-1) ?? ''];
    return [response.$ref, found === undefined || '$ref' in found ? undefined : found];
  }

  private isProblem({ headers }: SentAnswer): boolean {
    return mediaTypeOf(headers) === 'application/problem+json';
  }

  private contentFaults({ content }: Response, answer: SentAnswer, place: string): string[] {
    const type = mediaTypeOf(answer.headers);
    if (content === undefined || type === undefined) {
      return content === undefined && (answer.body ?? '') !== '' ? ['No body is documented.'] : [];
    }
    if (!(type in content)) {
      return [`No ${type} is documented.`];
    }
    return type.endsWith('json') && type !== 'application/x-ndjson'
      ? this.bodyFaults(answer, `${place}/content/${escaped(type)}/schema`)
      : [];
  }

  private bodyFaults({ body, method }: SentAnswer, place: string): string[] {
    if (body === undefined || (body === '' && method === 'HEAD')) {
      return [];
    }
    let value: unknown;
    try {
      value = JSON.parse(body);
    } catch {
      return ['The body is no JSON.'];
    }
    return this.valueFaults(value, place);
  }

  private headerFaults(response: Response, { headers }: SentAnswer): string[] {
    const documented = new Set(Object.keys(response.headers ?? {}).map((name) => name.toLowerCase()));
    const undocumented = Object.keys(headers).filter(
      (name) => !documented.has(name) && !ofEveryAnswer.test(name),
    );
    const lacking = Object.entries(response.headers ?? {}).filter(
      ([name, header]) => this.isRequired(header) && headers[name.toLowerCase()] === undefined,
    );
    return [
      ...undocumented.map((name) => `The header ${name} is not documented.`),
      ...lacking.map(([name]) => `The header ${name} is missing.`),
    ];
  }

  private isRequired(header: Header): boolean {
    const known =
      '$ref' in header ? this.document.components?.headers?.[header.$ref.split('/').at(-1) ?? ''] : header;
    return known !== undefined && 'required' in known && known.required === true;
  }

  private valueFaults(value: unknown, place: string): string[] {
    const validate = this.validators.get(place) ?? this.ajv.compile({ $ref: `api${place}` });
    this.validators.set(place, validate);
    return validate(value)
      ? []
      : (validate.errors ?? []).map(
          ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
        );
  }
}

function mediaTypeOf({ 'content-type': type }: SentAnswer['headers']): string | undefined {
  return typeof type === 'string' ? type.split(';', 1)[0] : undefined;
}

/** A member's name in a URI fragment that is a JSON Pointer (RFC 6901, section 6). */
function escaped(name: string): string {
  return encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
}
