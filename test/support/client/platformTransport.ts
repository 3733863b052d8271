import type { Transport } from '../../../src/client/transport.js';

/** The platform's WebSocket and nothing between: shows that a transport can be swapped. */
export const platformTransport: Transport = (request, handlers) => {
  let socket: WebSocket | undefined;
  let isLive = true;
  const dialling = setTimeout(() => {
    try {
      socket = new request.WebSocket(request.url, request.protocols) as unknown as WebSocket;
    } catch (error) {
      isLive = false;
      return handlers.failed(String(error));
    }
    if (request.binaryType) socket.binaryType = request.binaryType;
    socket.addEventListener('open', () => isLive && handlers.opened());
    socket.addEventListener('message', (event) => isLive && handlers.message(event));
    const end = (code: number, reason: string, wasClean: boolean): void => {
      if (isLive) handlers.closed(code, reason, wasClean);
      isLive = false;
    };
    socket.addEventListener('close', ({ code, reason, wasClean }: Partial<CloseEvent>) =>
      end(code ?? 1006, reason ?? '', wasClean ?? code !== 1006),
    );
    socket.addEventListener('error', () => setTimeout(() => end(1006, '', false), 25));
  });
  return {
    get bufferedAmount() {
      return socket?.bufferedAmount ?? 0;
    },
    send: (data) => {
      if (socket?.readyState !== 1) return false;
      socket.send(data as string);
      return true;
    },
    drop: (code, reason) => {
      isLive = false;
      clearTimeout(dialling);
      socket?.close(code, reason);
    },
  };
};
