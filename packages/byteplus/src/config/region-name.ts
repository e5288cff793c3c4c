/** Whether a region's name may stand in a host name and in a signature's scope. */
export function isRegionName(region: string): boolean {
  return /^[A-Za-z0-9_-]+$/.test(region);
}
