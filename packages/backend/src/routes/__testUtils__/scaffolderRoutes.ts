import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import scaffolderModuleDelivery from '@fairway/backstage-plugin-scaffolder-backend-module-delivery';
import { z } from 'zod';

/** A layer of an Express router. */
const layerSchema = z.object({
  route: z
    .object({ path: z.string(), methods: z.record(z.string(), z.boolean()) })
    .optional(),
});

/** Methods and paths of all routes that the scaffolder module adds. */
export async function scaffolderRoutes(): Promise<string[]> {
  const httpRouter = mockServices.httpRouter.mock();
  const backend = await startTestBackend({
    extensionPoints: [
      [scaffolderActionsExtensionPoint, { addActions: () => {} }],
    ],
    features: [
      scaffolderModuleDelivery,
      catalogServiceMock.factory({ entities: [] }),
      httpRouter.factory,
    ],
  });
  await backend.stop();
  return httpRouter.use.mock.calls.flatMap(([handler]) =>
    z
      .array(layerSchema)
      .parse('stack' in handler ? handler.stack : [])
      .flatMap(({ route }) =>
        route
          ? Object.keys(route.methods).map(method => `${method} ${route.path}`)
          : [],
      ),
  );
}
