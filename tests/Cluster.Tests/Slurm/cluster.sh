#!/usr/bin/env bash
# A Slurm of its own on this machine: cluster.sh DIRECTORY PORT PORT, as root. Everything is in the directory, and SLURM_CONF
# leads to it, so that a Slurm that the machine has is left alone. It writes "ready", and runs until its input ends:
# that is when whoever started it asks for it, or is gone.
set -uo pipefail
directory=$1 controller_port=$2 node_port=$3
cd "$directory" || exit 1
export SLURM_CONF=$directory/slurm.conf

# Its processors are counted here and not on the machine: four tasks of one processor run at once.
# A requeued task waits for cred_expire.
cat >slurm.conf <<CONF
ClusterName=resnetgen
SlurmctldHost=$(hostname)(127.0.0.1)
SlurmctldPort=$controller_port
SlurmdPort=$node_port
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$directory/munge.socket,cred_expire=5
CredType=cred/munge
StateSaveLocation=$directory/state
SlurmdSpoolDir=$directory/spool
SlurmctldPidFile=$directory/slurmctld.pid
SlurmdPidFile=$directory/slurmd.pid
SlurmctldLogFile=$directory/slurmctld.log
SlurmdLogFile=$directory/slurmd.log
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0
KillWait=2
ReturnToService=2
MpiDefault=none
NodeName=node NodeAddr=127.0.0.1 NodeHostname=$(hostname) CPUs=16 RealMemory=16000 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF

daemons=()
all_run() {
  for daemon in "${daemons[@]}"; do kill -0 "$daemon" 2>/dev/null || return 1; done
}
finish() {
  trap '' INT TERM HUP
  # What the node runs outlives its daemons.
  if all_run; then
    scancel --quiet --user=root
    for _ in {1..100}; do
      [ -z "$(squeue --noheader)" ] && break
      sleep 0.1
    done
  fi
  kill "${daemons[@]}"
  wait
}
trap finish EXIT
trap 'exit 143' INT TERM HUP

mkdir -p state spool
# The socket is for all users, so its directory must let them in.
chmod 711 .
(umask 077 && head -c 1024 /dev/urandom >munge.key)
munged --foreground --key-file="$directory/munge.key" --socket="$directory/munge.socket" --pid-file="$directory/munge.pid" \
  --log-file="$directory/munge.log" --seed-file="$directory/munge.seed" >munged.out 2>&1 </dev/null &
daemons+=($!)
until [ -S munge.socket ]; do
  all_run || exit 1
  sleep 0.02
done
slurmctld -D >slurmctld.out 2>&1 </dev/null &
daemons+=($!)
slurmd -D -N node >slurmd.out 2>&1 </dev/null &
daemons+=($!)
until [ "$(sinfo --noheader --format=%T 2>/dev/null)" = idle ]; do
  all_run || exit 1
  sleep 0.1
done
all_run || exit 1
echo ready
cat >/dev/null
