import {
  PageBlueprint,
  createFrontendModule,
  useRouteRef,
} from '@backstage/frontend-plugin-api';
import deliveryPlugin from '@fairway/backstage-plugin-delivery';
import { Navigate } from 'react-router-dom';

/** Redirects to the list of all services by environment. */
function Home() {
  const fleetPath = useRouteRef(deliveryPlugin.routes.fleet);
  return <Navigate to={fleetPath?.() ?? '/catalog'} replace />;
}

/** Frontend module with the page at `/`. */
export const homeModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    PageBlueprint.make({
      name: 'home',
      params: { path: '/', noHeader: true, loader: async () => <Home /> },
    }),
  ],
});
