#!/bin/sh
# Deploys an image to an environment and records its commit and build URL in annotations:
#   sh deploy/deploy.sh ENVIRONMENT IMAGE@DIGEST COMMIT BUILD_URL
# Uses kubectl from PATH and the cluster in KUBECONFIG.
set -eu
environment=$1 image=$2 commit=$3 run=$4
release=$(dirname "$0")/../.deploy
mkdir -p "$release"
cat > "$release/kustomization.yaml" <<END
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [../deploy/overlays/$environment]
images:
  - name: ${{ values.image }}
    newName: ${image%@*}
    digest: ${image#*@}
patches:
  - target: { kind: Deployment|Rollout, name: ${{ values.name }} }
    patch: |-
      - { op: add, path: /spec/template/metadata/annotations/org.opencontainers.image.revision, value: '$commit' }
      - { op: add, path: /spec/template/metadata/annotations/fairway.dev~1build-url, value: '$run' }
      - { op: add, path: /spec/template/metadata/labels/app.kubernetes.io~1version, value: '$(printf %.10s "$commit")' }
END
kubectl apply --server-side --force-conflicts --field-manager=jenkins --kustomize "$release"
{%- if values.strategy == 'rolling' %}
namespace=$(kubectl get --kustomize "$release" --output 'jsonpath={.items[?(@.kind=="Deployment")].metadata.namespace}')
kubectl rollout status deployment/${{ values.name }} --namespace "$namespace" --timeout 10m
{%- else %}
# The rollout continues step by step after manual approvals. The Delivery tab in the portal shows its progress.
{%- endif %}
