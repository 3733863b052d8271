// The admin interface as an OpenAPI 3.1 document, made of the schemas that gateway and client parse by.
import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import type { AdminRoute, RouteAnswer } from '../src/admin/route.js';
import { ADMIN_ROUTES } from '../src/admin/routes.js';

type Json = Readonly<Record<string, unknown>>;

/** `v.custom` (an array is no object) and `v.check` (at least one member) have no counterpart in JSON Schema. */
const schemaOf = (schema: GenericSchema, typeMode: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = toJsonSchema(schema, {
    errorMode: 'ignore',
    typeMode,
    // An object that has more members than are listed says so: a record of an event has those of its kind.
    overrideSchema: ({ valibotSchema, jsonSchema }) =>
      valibotSchema.type === 'loose_object' ? { ...jsonSchema, additionalProperties: true } : null,
  });
  return rest;
};

const answerOf = ({ schema, says, contentType = 'application/json', isAlsoText }: RouteAnswer): Json => {
  const hasBody = schema !== null || contentType !== 'application/json';
  const content = {
    [contentType]: { schema: schema === null ? { type: 'string' } : schemaOf(schema, 'output') },
    ...(isAlsoText ? { 'text/plain': { schema: { type: 'string' } } } : {}),
  };
  return { description: says, ...(hasBody ? { content } : {}) };
};

/** What every route that needs a token may answer. */
const REFUSALS: AdminRoute['answers'] = {
  401: { ...ADMIN_ROUTES.peers.answers[400], says: 'No token, or a wrong one.' },
  403: { ...ADMIN_ROUTES.peers.answers[400], says: 'The token may not do this.' },
  429: { ...ADMIN_ROUTES.peers.answers[400], says: 'Too many wrong tokens from this address.' },
};

function operationOf(name: string, { says, needs, parameters = [], body, answers }: AdminRoute): Json {
  const all = Object.entries(needs === null ? answers : { ...REFUSALS, ...answers });
  return {
    operationId: name,
    summary: says,
    security: needs === null ? [] : [{ token: [] }],
    ...(needs === null ? {} : { 'x-role': needs }),
    ...(parameters.length === 0
      ? {}
      : {
          parameters: parameters.map((parameter) => ({
            name: parameter.name,
            in: parameter.in,
            description: parameter.says,
            required: parameter.in === 'path',
            schema: schemaOf(parameter.schema, 'input'),
          })),
        }),
    ...(body
      ? {
          requestBody: {
            required: body.isOptional !== true,
            content: { 'application/json': { schema: schemaOf(body.schema, 'input') } },
          },
        }
      : {}),
    responses: Object.fromEntries(all.map(([status, answer]) => [status, answerOf(answer)])),
  };
}

/** The document. Its server is its own folder, so that it is right wherever the gateway is mounted. */
export function createOpenApiDocument(version: string) {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [name, route] of Object.entries<AdminRoute>(ADMIN_ROUTES)) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(name, route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'heartbeat-socket: the admin interface of a gateway',
      version,
      description:
        'Durations are milliseconds, instants epoch milliseconds. A reader ignores members that it does not know. ' +
        'A viewer may read, an operator may also change things.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '.' }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    paths,
  };
}
