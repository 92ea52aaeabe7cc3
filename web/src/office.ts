// Office pages.
import "../styles/office.scss";
import "htmx.org";
import { startAutosave } from "./parts/autosave";
import { startBodyMap } from "./parts/bodymap";
import { startConfirm } from "./parts/confirm";
import { startConnection } from "./parts/connection";
import { startCopy } from "./parts/copy";
import { startInvitation } from "./parts/invitation";
import { startLock } from "./parts/lock";
import { startSending } from "./parts/sending";
import { startSteppers } from "./parts/stepper";
import { startSubmitGuard } from "./parts/submit";
import { startTriage } from "./parts/triage";
import { startWriting } from "./parts/writing";

startLock();
startConfirm();
startConnection();
startWriting();
startAutosave();
startSubmitGuard();
startCopy();
startBodyMap();
startTriage();
startSteppers();
startSending();
startInvitation();
