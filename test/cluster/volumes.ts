/**
 * A pool of volumes, which nobody ever mounts: nothing makes them here when
 * they are claimed, and one that was let go is claimed again only after the next
 * start. It lasts for some dozens of new services.
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
      // A claim for many nodes takes none of the first.
      accessModes: ['ReadWriteOnce', ...(number > 8 ? ['ReadWriteMany'] : [])],
      persistentVolumeReclaimPolicy: 'Retain',
      hostPath: { path: `/var/lib/volumes/${name}` },
    },
  };
}
