import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { createOpenApiDocument } from '../../../scripts/openApi.js';

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema: object }>> }>>;
}

/** An answer of the admin interface to a request. */
export interface AdminAnswer {
  readonly method: string;
  /** Below the base path, with its query. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string | undefined;
  readonly text: string;
}

const BASE = '/heartbeat';
const ajv = new Ajv2020({ strict: false, allErrors: true });
const compiled = new Map<object, ValidateFunction>();
const { paths } = createOpenApiDocument('test');

/**
 * Says how an answer departs from the OpenAPI document; null when it does not. A member that the document does not have
 * counts as well. What is no part of the document (`/openapi.json`, the page, unknown paths) is not looked at.
 */
export function departsFromContract({ method, path, status, contentType = '', text }: AdminAnswer): string | null {
  if (!path.startsWith(BASE)) return null;
  const operation = operationOf(method === 'HEAD' ? 'GET' : method, path.slice(BASE.length).split('?')[0] ?? '');
  if (!operation) return null;
  const name = `${method} ${path} answered ${status}`;
  // What any route may answer, by the rules of HTTP and of the gateway's own host check.
  if (status === 403 || status === 405 || status === 404 || status >= 500) {
    if (!(status in operation.responses)) return null;
  }
  const response = operation.responses[status];
  if (!response) return `${name}, which the document does not have`;
  if (!response.content) return text === '' ? null : `${name} with a body, which the document does not have`;
  if (method === 'HEAD') return null;
  const kinds = Object.entries(response.content);
  const [type = '', content] = kinds.find(([kind]) => contentType.startsWith(kind)) ?? kinds[0] ?? [];
  if (!contentType.startsWith(type)) return `${name} as ${contentType}, which should be ${type}`;
  if (!type.endsWith('json') || !content) return null;
  const validate = compile(content.schema);
  return validate(JSON.parse(text)) ? null : `${name}: ${ajv.errorsText(validate.errors)} in ${text}`;
}

function operationOf(method: string, path: string): Operation | undefined {
  const template = path in paths ? path : Object.keys(paths).find((key) => matches(key, path));
  return template === undefined ? undefined : (paths[template]?.[method.toLowerCase()] as Operation | undefined);
}

const matches = (template: string, path: string): boolean =>
  new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path);

function compile(schema: object): ValidateFunction {
  const known = compiled.get(schema);
  if (known) return known;
  const validate = ajv.compile(closed(schema) as object);
  compiled.set(schema, validate);
  return validate;
}

/** Readers ignore members that they do not know; the gateway itself sends none that is not in the document. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in schema && !('additionalProperties' in schema)
    ? { ...inner, additionalProperties: false }
    : inner;
}
