// The security centre's door: names the cause of what security processing refused.

export { openSecurityCentre } from './open-security-centre.js';
