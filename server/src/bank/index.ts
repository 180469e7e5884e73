// The bank's door: from the bytes of a question to the bytes of its answer.

export { answerQuestion, type BankPorts } from './answer-question.js';
