/** Resource use of a Node process. */
export interface Usage {
  /** CPU time since its start */
  cpuSeconds: number;
  rssMb: number;
}

/** Reads the resource use of a Node process through its debugger port. */
export class Inspector {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  #asked = 0;

  static async connect(url: string): Promise<Inspector> {
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', reject);
    });
    return new Inspector(socket);
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const { id, result } = JSON.parse(data);
      this.#waiting.get(id)?.(result);
      this.#waiting.delete(id);
    });
  }

  async usage(): Promise<Usage> {
    const { cpu, rss } = await this.#evaluate<{
      cpu: NodeJS.CpuUsage;
      rss: number;
    }>('({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() })');
    return {
      cpuSeconds: (cpu.user + cpu.system) / 1_000_000,
      rssMb: rss / 1024 / 1024,
    };
  }

  /** Size of the heap after garbage collection. */
  async heapBytes(): Promise<number> {
    // Twice, because finalizers of the first collection may release more objects.
    await this.#ask('HeapProfiler.collectGarbage');
    await this.#ask('HeapProfiler.collectGarbage');
    return this.#evaluate('process.memoryUsage().heapUsed');
  }

  close(): void {
    this.#socket.close();
  }

  async #evaluate<T>(expression: string): Promise<T> {
    const { result } = await this.#ask<{ result: { value: T } }>(
      'Runtime.evaluate',
      { expression, returnByValue: true },
    );
    return result.value;
  }

  #ask<T>(method: string, params: object = {}): Promise<T> {
    this.#asked += 1;
    const id = this.#asked;
    return new Promise(resolve => {
      this.#waiting.set(id, result => resolve(result as T));
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }
}
