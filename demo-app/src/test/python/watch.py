import zmq

context = zmq.Context()
control = context.socket(zmq.REQ)
control.connect("tcp://127.0.0.1:5558")
control.send_string("status")
print("status", control.recv_string())

figures = context.socket(zmq.SUB)
figures.connect("tcp://127.0.0.1:5556")
figures.subscribe("machine.")
for _ in range(10):
    topic, payload = figures.recv_multipart()
    print(topic.decode(), payload.decode())
