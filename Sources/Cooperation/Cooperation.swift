// Cooperation
