import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, onTestFinished } from 'vitest';
import type { HeartbeatGateway, PortOptions } from '../../../src/gateway/index.js';
import { QUIET } from '../gateway/gateways.js';
import { builtModules } from '../packaging/buildModules.js';

interface BuiltModule {
  createHeartbeatGateway(options: PortOptions): HeartbeatGateway;
}

/** Builds the package: only a built gateway serves the operators' page. Call it at the top of the file. */
export function builtGatewayForFile() {
  let built: BuiltModule;
  beforeAll(async () => {
    const index = join(await builtModules(), 'gateway/index.js');
    built = (await import(/* @vite-ignore */ pathToFileURL(index).href)) as BuiltModule;
  }, 120_000);
  return {
    /** A gateway on loopback that is closed after the test. With a port, it can be there again after it was closed. */
    async start(options: Partial<PortOptions> = {}) {
      const gateway = built.createHeartbeatGateway({ port: 0, host: '127.0.0.1', ...QUIET, ...options });
      onTestFinished(() => gateway.close());
      await gateway.ready;
      const port = gateway.address()?.port ?? 0;
      return { gateway, port, url: `ws://127.0.0.1:${port}/ws`, page: `http://127.0.0.1:${port}/heartbeat/` };
    },
  };
}
