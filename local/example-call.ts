/**
 * A call that creates an engagement and submits it, to be pasted into a shell as it stands.
 * @param apiUrl such as `http://127.0.0.1:3000`.
 * @param options.credential what stands in the place of a key or token, where callers sign in.
 */
export function exampleCall(
  apiUrl: string,
  { credential, today = new Date() }: { credential?: string; today?: Date } = {},
): string {
  const inSixMonths = new Date(today.getTime() + 182 * 86_400_000).toISOString().slice(0, 10);
  const engagement = {
    // Never production, whatever the settings say.
    catalog: 'Sandbox',
    title: 'Cloud migration for Acme',
    description: 'Move the order platform to AWS',
    contexts: [
      {
        type: 'customerProject',
        customer: {
          companyName: 'Acme',
          industry: 'Retail',
          websiteUrl: 'acme.example.com',
          countryCode: 'US',
        },
        project: {
          title: 'Order platform',
          businessProblem: 'On-premises capacity runs out each November.',
          targetCompletionDate: inSixMonths,
        },
      },
    ],
  };
  return [
    `curl -i -X POST '${apiUrl}/engagements?submit=true' \\`,
    ...(credential === undefined ? [] : [`  -H 'authorization: Bearer ${credential}' \\`]),
    `  -H 'content-type: application/json' \\`,
    // No text above has a single quote, which would end the shell's.
    `  -d '${JSON.stringify(engagement)}'`,
  ].join('\n');
}
