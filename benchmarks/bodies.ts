import { customerProject, engagement, interaction, lead } from '../test/support/engagements.factory.js';

const businessProblem =
  'On-premises capacity runs out each November. The platform was sized for the peak of four years ago, its support ' +
  'contracts end next summer, and the last two campaigns were cut short because orders could not be taken in. ' +
  'The customer wants to pay for the peak only while it lasts, and to keep the warehouse system where it is.';

/** An engagement that could be submitted, of about 1.7 KB. */
export function completeBody(title: string) {
  const project = {
    title: 'Order platform',
    businessProblem,
    targetCompletionDate: '2099-06-30',
  };
  return engagement({
    catalog: 'Sandbox',
    title,
    contexts: [customerProject({ project }), lead({ interactions: [interaction({ businessProblem })] })],
  });
}

/** A draft of about the same size that lacks some of what submitting asks for. */
export function incompleteBody(title: string) {
  const { description: _, ...draft } = completeBody(title);
  const {
    sourceId: _sourceId,
    customerAction: _customerAction,
    ...lackingInteraction
  } = interaction({
    businessProblem,
  });
  const project = { title: 'Order platform', businessProblem };
  return {
    ...draft,
    contexts: [
      customerProject({ project }),
      lead({ interactions: [lackingInteraction, interaction({ contact: { firstName: 'Ada' } })] }),
    ],
  };
}
