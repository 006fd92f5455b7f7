package tcprt.service;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Signals other than those that end the process. Java has no public way to receive them;
 * sun.misc.Signal is there in every JDK (module jdk.unsupported), and is reached for by name
 * because the compiler warns of it.
 */
public final class Signals {
    private Signals() {}

    /**
     * Does something whenever a signal comes, in a thread of its own, instead of what the system
     * would do.
     *
     * @param name without SIG: HUP
     * @return whether this Java can receive it
     */
    public static boolean on(String name, Runnable action) {
        InvocationHandler handler =
                (proxy, method, arguments) -> {
                    if (method.getName().equals("handle")) {
                        action.run();
                        return null;
                    }
                    return method.invoke(action, arguments); // equals, hashCode, toString
                };
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> receiver = Class.forName("sun.misc.SignalHandler");
            signal.getMethod("handle", signal, receiver)
                    .invoke(
                            null,
                            signal.getConstructor(String.class).newInstance(name),
                            Proxy.newProxyInstance(
                                    receiver.getClassLoader(), new Class<?>[] {receiver}, handler));
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
