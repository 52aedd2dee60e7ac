/**
 * A pool of volumes that no container mounts. There is no provisioner, and a released
 * volume is available again only after the next start. The pool is enough for some
 * dozens of new services.
 */
export function volumes(): object {
  return {
    apiVersion: 'v1',
    kind: 'List',
    items: Array.from({ length: 96 }, (_, index) => volume(index + 1)),
  };
}

function volume(number: number): object {
  const name = `volume-${number}`;
  const isLarge = [7, 8].includes(number % 16);
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      storageClassName: 'standard',
      capacity: { storage: isLarge ? '50Gi' : '10Gi' },
      // A claim for many nodes does not bind to the other volumes.
      accessModes: ['ReadWriteOnce', ...(number > 8 ? ['ReadWriteMany'] : [])],
      persistentVolumeReclaimPolicy: 'Retain',
      hostPath: { path: `/var/lib/volumes/${name}` },
    },
  };
}
