import { spawn } from 'node:child_process';

/** Runs kubectl against one cluster. */
export class Kubectl {
  private readonly options: {
    path: string;
    kubeconfig: string;
    context: string;
    signal?: AbortSignal;
  };

  private constructor(options: Kubectl['options']) {
    this.options = options;
  }

  static create(options: {
    path: string;
    kubeconfig: string;
    context: string;
    signal?: AbortSignal;
  }): Kubectl {
    return new Kubectl(options);
  }

  /**
   * What kubectl prints on its standard output.
   *
   * @throws Error with the command and what kubectl said, when it fails
   */
  run(args: string[], input?: string): Promise<string> {
    const { path, kubeconfig, context, signal } = this.options;
    return new Promise((resolve, reject) => {
      const child = spawn(
        path,
        ['--kubeconfig', kubeconfig, '--context', context, ...args],
        { signal, stdio: ['pipe', 'pipe', 'pipe'] },
      );
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      child.stdout.on('data', chunk => out.push(chunk));
      child.stderr.on('data', chunk => err.push(chunk));
      // kubectl that ends early closes its input; its exit code says why.
      child.stdin.on('error', () => {});
      child.stdin.end(input);
      child.on('error', reject);
      child.on('close', code => {
        if (code === 0) {
          resolve(Buffer.concat(out).toString());
          return;
        }
        const said = Buffer.concat(err).toString().trim();
        reject(
          new Error(
            `kubectl ${args.join(' ')} failed on cluster ${context}: ${said}`,
          ),
        );
      });
    });
  }
}
