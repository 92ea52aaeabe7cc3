// Public pages: everything works without this script; with it nothing typed is lost and leaving is quick.
import "../styles/public.scss";
import { startConnection } from "./parts/connection";
import { startCopy } from "./parts/copy";
import { startExit } from "./parts/exit";
import { startSubmitGuard } from "./parts/submit";
import { startWork } from "./parts/work";
import { startWriting } from "./parts/writing";

startExit();
startConnection();
startWriting();
startSubmitGuard();
startCopy();
startWork();
