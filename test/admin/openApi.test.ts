import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { createOpenApiDocument } from '../../scripts/openApi.js';
import type { AdminRoute } from '../../src/admin/route.js';
import { ADMIN_ROUTES } from '../../src/admin/routes.js';
import { repository } from '../guards/sourceFiles.js';
import { departsFromContract } from '../support/gateway/adminContract.js';
import { ADMIN, ask, startGateway } from '../support/gateway/gateways.js';

const routes = Object.entries<AdminRoute>(ADMIN_ROUTES);
const document = createOpenApiDocument('1.2.3');

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
  });

  it('says that viewers may look and operators may act', () => {
    expect(document.paths['/settings']?.['get']).toMatchObject({ 'x-role': 'viewer', security: [{ token: [] }] });
    expect(document.paths['/settings']?.['patch']).toMatchObject({ 'x-role': 'operator' });
    expect(document.paths['/healthz']?.['get']).toMatchObject({ security: [] });
  });

  it('has the routes that a gateway answers, and no other', async () => {
    const { port } = await startGateway({ admin: ADMIN });
    const answered: string[] = [];
    for (const [name, { method, path }] of routes) {
      const place = `/heartbeat${path.replace('{id}', 'unknown')}`;
      const { status, text } = await ask(port, method, place, { token: ADMIN.operatorToken });
      const isThere = status !== 405 && (status !== 404 || text.includes('No such'));
      if (isThere) answered.push(name);
    }
    const documented = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => String(operationId)),
    );
    expect(answered.toSorted()).toEqual(documented.toSorted());
  });
});

describe('the check that every admin test makes', () => {
  const answer = { method: 'GET', path: '/heartbeat/me', status: 200, contentType: 'application/json' };

  it('takes what the document says', () => {
    expect(departsFromContract({ ...answer, text: '{"role":"viewer","subject":"kim"}' })).toBeNull();
  });

  it.each([
    ['another value', '{"role":"admin","subject":"kim"}', /must be equal to one of the allowed values/],
    ['a member too few', '{"role":"viewer"}', /must have required property 'subject'/],
    ['a member too many', '{"role":"viewer","subject":"kim","token":"x"}', /must NOT have additional properties/],
  ])('sees %s', (_, text, found) => {
    expect(departsFromContract({ ...answer, text })).toMatch(found);
  });

  it('sees a status that the document does not have', () => {
    expect(departsFromContract({ ...answer, status: 206, text: '{}' })).toMatch(/does not have/);
  });
});

it('docs/admin-http.md lists the same routes, with the same rights', () => {
  const listed = [
    ...readFileSync(join(repository, 'docs/admin-http.md'), 'utf8').matchAll(/^\| `([A-Z]+ [^`]+)` +\| (\w+)/gm),
  ].map(([, route, who]) => `${route} ${who}`);
  const live = routes.map(([, { method, path, needs }]) => `${method} ${path} ${needs ?? 'anyone'}`);
  expect(listed.toSorted()).toEqual(live.toSorted());
});
