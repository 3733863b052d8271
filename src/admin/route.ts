import type * as v from 'valibot';
import type { AdminRole } from './schemas/me.js';

/** One parameter of a query or a path. */
export interface RouteParameter {
  readonly name: string;
  readonly in: 'query' | 'path' | 'header';
  readonly schema: v.GenericSchema;
  readonly says: string;
}

/** One answer of a route. */
export interface RouteAnswer {
  readonly says: string;
  /** Null: no body, or one that is no JSON. */
  readonly schema: v.GenericSchema | null;
  readonly contentType?: string;
  /** It is given as plain text as well, to those who ask for that. */
  readonly isAlsoText?: boolean;
}

/** One method of one path of the admin interface: what gateway, client and document agree on. */
export interface AdminRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base path, with parameters as OpenAPI writes them: `/peers/{id}`. */
  readonly path: string;
  /** Null: any client may ask. */
  readonly needs: AdminRole | null;
  readonly says: string;
  readonly parameters?: readonly RouteParameter[];
  readonly body?: { readonly schema: v.GenericSchema; readonly isOptional?: boolean };
  readonly answers: Readonly<Record<number, RouteAnswer>>;
}
