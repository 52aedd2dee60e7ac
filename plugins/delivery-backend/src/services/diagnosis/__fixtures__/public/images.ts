import { IMAGE, deployment, event, pod, waiting } from './objects';
import type { PublicCase } from './objects';

const K8S = 'https://github.com/kubernetes/kubernetes/issues';
const PULL = `failed to pull and unpack image "${IMAGE}": `;
const rpc = (code: string, text: string) =>
  `rpc error: code = ${code} desc = ${text}`;

/** A pod whose image cannot be pulled for this reason. */
function pulling(
  source: string,
  message: string,
  finding: string,
  more: PublicCase['objects'] = [],
  reason = 'ErrImagePull',
): PublicCase {
  return {
    source,
    objects: [
      ...deployment(),
      pod({ status: waiting(reason, message) }),
      ...more,
    ],
    health: 'degraded podsFailing',
    sentence: `1 of 1 pods failing: ${reason}`,
    findings: [finding],
  };
}

/** Images that cannot be pulled. */
export const images: Record<string, PublicCase> = {
  'no variant for the platform, containerd': pulling(
    'https://github.com/kubewarden/adm-controller/issues/1378',
    `Back-off pulling image "${IMAGE}": ErrImagePull: ${rpc('NotFound', `${PULL}no match for platform in manifest: not found`)}`,
    `imageWrongPlatform certain: Image ${IMAGE} was not built for the platform of the node`,
    [],
    'ImagePullBackOff',
  ),
  'no variant for the platform, Docker': pulling(
    'https://github.com/FoundationDB/fdb-kubernetes-operator/issues/2294',
    rpc(
      'Unknown',
      'no matching manifest for linux/arm64/v8 in the manifest list entries',
    ),
    `imageWrongPlatform certain: Image ${IMAGE} was not built for the platform of the node`,
  ),
  'no variant for the platform, CRI-O': pulling(
    'https://github.com/codefactoryhu/manifest/issues/11',
    'choosing image instance: no image found in manifest list for architecture arm64, variant "v8", OS linux',
    `imageWrongPlatform certain: Image ${IMAGE} was not built for the platform of the node`,
  ),
  'an image of a volume': pulling(
    'https://kubernetes.io/docs/tasks/configure-pod-container/image-volumes/',
    'Back-off pulling image "registry.example.org/models/ranker:7": ErrImagePull: manifest unknown',
    'imageNotFound certain: Image registry.example.org/models/ranker:7 not found in the registry',
    [],
    'ImagePullBackOff',
  ),
  'no such tag': pulling(
    `${K8S}/46949`,
    rpc(
      'NotFound',
      `${PULL}failed to resolve reference "${IMAGE}": ${IMAGE}: not found`,
    ),
    `imageNotFound certain: Image ${IMAGE} not found in the registry`,
  ),
  'a layer that is missing': pulling(
    'https://github.com/containerd/containerd/issues/5569',
    rpc(
      'NotFound',
      `${PULL}failed to copy: httpReadSeeker: failed open: content at https://registry.example.org/v2/shop/orders/blobs/sha256:ab12 not found: not found`,
    ),
    `imageIncomplete likely: Image ${IMAGE} is incomplete in the registry`,
  ),
  'a full disk': pulling(
    `${K8S}/66941`,
    rpc(
      'Unknown',
      `${PULL}failed to extract layer sha256:ab12: write /var/lib/containerd/x: no space left on device`,
    ),
    `imageNoSpace certain: No space left on the node for image ${IMAGE}`,
  ),
  'a certificate of an unknown authority': pulling(
    `${K8S}/43924`,
    rpc(
      'Unknown',
      `${PULL}failed to do request: Head "https://registry.example.org/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
    ),
    `imageRegistryUntrusted certain: The node does not trust the registry of image ${IMAGE}`,
  ),
  'an image that does not exist or is private': pulling(
    `${K8S}/80461`,
    'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    `imageUnauthorized likely: Not authorised to pull image ${IMAGE}`,
  ),
  'a credential helper that the node does not have': pulling(
    'https://github.com/docker/docker-credential-helpers/issues/157',
    'error getting credentials - err: exec: "docker-credential-ecr-login": executable file not found in $PATH',
    `imageUnauthorized likely: Not authorised to pull image ${IMAGE}`,
  ),
  'a pull secret that does not exist': {
    ...pulling(
      `${K8S}/72744`,
      rpc(
        'Unknown',
        `${PULL}failed to authorize: failed to fetch oauth token: 401 Unauthorized`,
      ),
      'pullSecretMissing likely: Pull secret regcred not found',
      [
        event(
          'FailedToRetrieveImagePullSecret',
          'Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.',
        ),
      ],
    ),
    findings: [
      'pullSecretMissing likely: Pull secret regcred not found',
      `- imageUnauthorized certain: Not authorised to pull image ${IMAGE}`,
    ],
  },
  'a reason that only the event has': pulling(
    `${K8S}/129431`,
    `Back-off pulling image "${IMAGE}"`,
    `imageWrongPlatform certain: Image ${IMAGE} was not built for the platform of the node`,
    [
      event(
        'Failed',
        `Failed to pull image "${IMAGE}": ${rpc('NotFound', 'no match for platform in manifest: not found')}`,
        { container: 'app' },
      ),
    ],
    'ImagePullBackOff',
  ),
  'an unknown reason': pulling(
    `${K8S}/101511`,
    rpc('Unknown', 'unsupported media type application/x-unknown'),
    `imagePullFailing likely: Cannot pull image ${IMAGE}: rpc error: code = Unknown desc = unsupported media type application/x-unknown`,
  ),
  'an image that the runtime cannot inspect': pulling(
    `${K8S}/74223`,
    'Failed to inspect image "": rpc error: code = Unknown desc = image not found in store',
    `imageInspectFailing certain: The node cannot inspect image ${IMAGE}: Failed to inspect image "": rpc error: code = Unknown desc = image not found in store`,
    [],
    'ImageInspectError',
  ),
};
