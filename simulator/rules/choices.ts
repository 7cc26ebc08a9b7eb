/** The catalogs: production and Sandbox, which holds test data. */
export const catalogs: readonly string[] = ['AWS', 'Sandbox'];

/** The types of context that a caller sends. */
export const contextTypes: readonly string[] = ['CustomerProject', 'Lead'];

/** The type that AWS makes itself. The model has it since 2026-06-16, the reference has not. */
export const contextTypeOfAws = 'ProspectingResult';

export const marketSegments: readonly string[] = ['Enterprise', 'Large', 'Medium', 'Small', 'Micro'];
