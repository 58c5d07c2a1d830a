/** Refuses whatever runs it is to make. */
process.on('message', (orders) =>
  orders.forEach((_, order) => process.send({ order, error: 'It cannot be.' })),
);
process.once('disconnect', () => process.exit());
