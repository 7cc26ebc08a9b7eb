/** The catalogs: production and Sandbox, which holds test data. */
export const catalogs: readonly string[] = ['AWS', 'Sandbox'];

/** The newest model also has ProspectingResult, which AWS makes itself: a caller sends one of these. */
export const contextTypes: readonly string[] = ['CustomerProject', 'Lead'];

export const marketSegments: readonly string[] = ['Enterprise', 'Large', 'Medium', 'Small', 'Micro'];
