import { Navigate } from '@tanstack/react-router';
import { useAccount } from '../identity/account-context.ts';
import { homeOf } from '../screens.ts';

/** Each role begins elsewhere. */
export const Home = () => <Navigate to={homeOf(useAccount())} replace />;
