import type { IncomingMessage, ServerResponse } from 'node:http';
import { problemAnswer, sendAnswer, type Answer } from '../http/answer.js';
import { targetOf } from '../http/requestTarget.js';
import { createBuiltFiles } from '../page/builtFiles.js';
import { fileAnswer } from '../page/pageAnswers.js';
import type { AdminTarget } from './adminTarget.js';
import type { Authorization, RefusedSender } from './access/authorization.js';
import { readBody, type Body } from './requestBody.js';
import { createRoutes, findRoute, type FoundRoute, type Methods } from './routes.js';

/**
 * The admin interface under one base path. The handler returns whether a request was for it. Without an authorization,
 * only routes that any client may ask exist.
 */
export function createAdminRoutes(
  base: string,
  authorization: Authorization | null,
  isMetricsPublic: boolean,
  target: AdminTarget,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const table = createRoutes(target, isMetricsPublic);
  const files = createBuiltFiles();

  const decide = async (request: IncomingMessage, path: string, found: FoundRoute | null): Promise<Answer> => {
    if (!found) {
      const wrongHost = authorization && target.refuseHost(request);
      if (wrongHost !== null) return problemAnswer(403, wrongHost);
      return (authorization && fileAnswer(files, base, path, request)) ?? problemAnswer(404);
    }
    const { label, methods, parameter } = found;
    const isPublic = Object.values(methods).some(({ needs }) => needs === null);
    if (!authorization && !isPublic) return problemAnswer(404);
    const method = request.method === 'HEAD' ? 'GET' : (request.method ?? '');
    const chosen = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (!chosen) return problemAnswer(405, undefined, { Allow: allowed(methods) });
    const remote = target.clientAddress(request);
    const asked = { request, parameter };
    const action = `${method} ${label}`;
    const refuse = ({ subject, ...answer }: RefusedSender): Answer => {
      const by = subject === undefined ? {} : { by: subject };
      target.recorder.record('admin.refused', { action, status: answer.status, ...by }, { remote });
      return answer;
    };
    const wrongHost = label === '/healthz' ? null : target.refuseHost(request);
    if (wrongHost !== null) return refuse(problemAnswer(403, wrongHost));
    if (chosen.needs === null)
      return chosen.run({
        ...asked,
        by: { remote, subject: 'anyone', role: 'viewer' },
        isStillAllowed: async () => true,
        body: () => readBody(request),
      });
    if (!authorization) return problemAnswer(404);

    const { needs } = chosen;
    const identity = await authorization.identify(request, needs);
    if ('status' in identity) return refuse(identity);
    const { role, subject } = identity;
    const refuseChange = (): Answer | null =>
      method !== 'GET' && target.leaving() === 'closing' ? refuse({ ...CLOSED, subject }) : null;
    const closed = refuseChange();
    if (closed) return closed;
    const body = async (): Promise<Body> => {
      const isToCome = !request.complete;
      const read = await readBody(request);
      if (!read.ok || !isToCome) return read;
      // A sender may take its time over a body. Meanwhile its token may be withdrawn, or the gateway be closed.
      const now = await authorization.identifyAgain(request, needs);
      const refused = 'status' in now ? refuse(now) : refuseChange();
      return refused ? { ok: false, answer: refused } : read;
    };
    const isStillAllowed = async () => !('status' in (await authorization.identifyAgain(request, needs)));
    const answer = await chosen.run({ ...asked, by: { remote, subject, role }, isStillAllowed, body });
    if (chosen.needs === 'operator' && answer.status < 400) {
      const about = parameter === '' ? { remote } : { remote, id: parameter };
      target.recorder.record('admin.acted', { action, status: answer.status, by: subject }, about);
    }
    return answer;
  };

  const respond = async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    // The client may disconnect before it is answered.
    response.on('error', () => {});
    const found = findRoute(table, path);
    // The answer to an error has no detail, because message, stack and paths are not for strangers.
    const answer = await decide(request, path, found).catch(() => problemAnswer(500));
    target.onRequest(found?.label ?? 'other', answer.status);
    sendAnswer(response, answer);
  };

  return (request, response) => {
    const { path } = targetOf(request);
    if (path !== base && !path.startsWith(`${base}/`)) return false;
    void respond(request, response, path.slice(base.length));
    return true;
  };
}

/** A server of the application goes on asking the gateway after its end. It shows what it knows, and changes nothing. */
const CLOSED = problemAnswer(503, 'The gateway is closed.');

const allowed = (methods: Methods): string =>
  Object.keys(methods)
    .flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
    .join(', ');

/** Load balancers and pages ask on the port of the sockets. Everything else may have a port of its own. */
const FOR_ALL = new Set(['/healthz', '/records']);

/** Whether a request is for the part of the interface that only operators need. */
export function isForOperators(request: IncomingMessage, base: string): boolean {
  const { path } = targetOf(request);
  return (path === base || path.startsWith(`${base}/`)) && !FOR_ALL.has(path.slice(base.length));
}
